"""The book of products: what the shop has, and whether each can be tried on."""
