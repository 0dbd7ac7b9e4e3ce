"""Reports on disk: TOML text to Report and back, whole or not at all, for one person at a time.

`reading` and `settings` need the standard library only, so `check` and `show` stay light; `writing` edits with tomlkit
the document that was read; `files` holds the open file with its lock, its history and its atomic replacement.
"""
