"""The HTTP door: parse, call, translate errors; no logic."""
