"""Words in the items of an output: an index that is made once, and what is found in it."""
