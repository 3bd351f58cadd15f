"""Requests to servers of this machine that the tests start: never by a proxy, whatever the environment names."""

import urllib.request

open_directly = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


def without_proxies(environment):
    """``environment`` for a browser that opens pages of this machine only."""
    return {name: value for name, value in environment.items() if not name.lower().endswith("_proxy")}
