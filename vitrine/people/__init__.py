"""What is known of a person in a photo: pose, person mask, human parsing."""
