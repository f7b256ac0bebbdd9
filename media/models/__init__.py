from media.models.consents import ClassConsent, ShownWhere
from media.models.library import Ground, LibraryDocument, LibraryImage, LibraryRendition
from media.models.pictures import LeavingFile, Picture, PublicCopy, WithdrawalCode

__all__ = [
    "ClassConsent",
    "Ground",
    "LeavingFile",
    "LibraryDocument",
    "LibraryImage",
    "LibraryRendition",
    "Picture",
    "PublicCopy",
    "ShownWhere",
    "WithdrawalCode",
]
