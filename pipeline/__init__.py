"""qingdan: the data of township responsibility lists (乡镇履职事项清单), reconciled."""

__version__ = "0.2.0"
