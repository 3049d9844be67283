"""All judgement: what is odd, what is lost, what does not reconcile."""
