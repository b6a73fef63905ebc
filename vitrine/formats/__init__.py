"""Contracts that Python and browser both read: pydantic here, whence JSON Schema and TypeScript are made."""
