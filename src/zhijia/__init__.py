"""Zhijia 职家: the work system of a trade union."""
