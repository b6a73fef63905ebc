"""Pictures that the heads of `sight` learn from: garments as they are and spoiled, people, places, nothing."""
