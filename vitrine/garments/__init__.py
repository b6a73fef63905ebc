"""What is known of a garment in a product picture: cut-out, category, landmarks, parts."""
