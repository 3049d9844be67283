"""A review as pages that open from the disk: an overview, and a page for each document."""

REVIEW = "review"  # the folder of a review in that of its tables
