"""What the preamble says: facts, places, stated totals."""
