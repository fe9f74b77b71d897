"""The told stories: twelve that a visitor can follow from first word to last, and what stands beside them."""

from .beside import BESIDE
from .brabant import BRABANT
from .elsewhere import ELSEWHERE
from .goes import GOES
from .goes_today import GOES_TODAY
from .lately import LATELY
from .steps import Story
from .zeeland import ZEELAND

STORIES: tuple[Story, ...] = (*GOES, *GOES_TODAY, *ZEELAND, *BRABANT, *ELSEWHERE, *BESIDE, *LATELY)

__all__ = ["STORIES", "Story"]
