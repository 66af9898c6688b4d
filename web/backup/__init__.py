"""The whole desk in a folder, and back: the record and its pictures, never the secrets."""
