"""Reports on disk: TOML text to Report and back, whole or not at all, for one person at a time.

`reading` and `settings` need the standard library only, so `check` and `show` stay light; `writing` writes a file of ours
anew, and has `editing` change any other with tomlkit; `files` holds the open file with its lock, its history and its atomic replacement.
"""
