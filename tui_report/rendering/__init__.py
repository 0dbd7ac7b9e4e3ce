"""A report as it leaves the office: one module per output, all from the same cells and templates."""
