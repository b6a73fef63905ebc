"""Vitrine: virtual try-on and 3D showroom that a shop runs itself."""
