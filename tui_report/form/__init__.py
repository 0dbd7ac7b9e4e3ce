"""The statutory form: what the law asks, as data only."""
