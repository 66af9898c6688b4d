"""Post templates: folders of data that a person who does not program can read and write.

``templates/README.md`` explains the format to authors.
"""

from __future__ import annotations

from composer.template.faults import Fault, TemplateFault
from composer.template.load import load_all
from composer.template.model import Card, Template

__all__ = ["Card", "Fault", "Template", "TemplateFault", "load_all"]
