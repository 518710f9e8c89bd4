"""Runs over many profiles: finding files, checking in several processes, waivers and the gate."""
