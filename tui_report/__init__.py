"""Draft the annual open-government report (政府信息公开工作年度报告) of a Chinese township in a terminal."""

__version__ = "0.1.0"
