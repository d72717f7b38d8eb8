"""What a wheel takes in beside the package: an installed program finds it in `tuanqing/_house` (define/house.py)."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BESIDE = ("app.py", "pages", "queries", "data", ".streamlit/config.toml")


class BesideThePackage(BuildHookInterface):
    """Hatchling calls it; a clone needs nothing taken in."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            build_data["force_include"] |= {name: f"tuanqing/_house/{name}" for name in BESIDE}
