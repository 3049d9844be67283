"""The lists of a document and their rows, whether its tables have cells or were only dumped."""
