"""The told stories: twelve that a visitor can follow from first word to last, and what stands beside them."""

from .beside import BESIDE
from .brabant import BRABANT
from .elsewhere import ELSEWHERE
from .goes import GOES
from .lately import LATELY
from .steps import Story
from .zeeland import ZEELAND

STORIES: tuple[Story, ...] = (*GOES, *ZEELAND, *BRABANT, *ELSEWHERE, *BESIDE, *LATELY)

__all__ = ["STORIES", "Story"]
