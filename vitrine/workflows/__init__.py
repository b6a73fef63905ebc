"""Durable verbs, one a file: where pictures, records and jobs meet."""
