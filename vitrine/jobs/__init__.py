"""Durable jobs and the pool of rendering workers."""
