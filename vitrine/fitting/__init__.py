"""Photo try-on: engines that dress a person in garments; plain data in, plain data out."""
