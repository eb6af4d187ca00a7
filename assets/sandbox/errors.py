"""What is refused of files from outside, each as a sentence a person can act on."""

from assets.errors import AssetError


class PictureFault(AssetError):
    """A picture that is not taken in: too large, damaged, or no picture of a kind we read."""
