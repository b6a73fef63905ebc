"""What our networks learn from: data sets with their rules (consent, licence, one side for one product or person)."""
