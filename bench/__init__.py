"""What qingdan costs, in CPU time; `make bench` prints it. No test: machines differ."""
