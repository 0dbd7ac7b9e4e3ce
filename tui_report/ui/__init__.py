"""The screen: everything that knows Textual. Nothing below this folder imports it."""
