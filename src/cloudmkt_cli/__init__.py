"""Eligibility checker for companies that want to sell on Tencent Cloud Marketplace."""

__version__ = "0.1.0"
