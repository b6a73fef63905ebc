"""The command line door: parse, call, translate errors; no logic."""
