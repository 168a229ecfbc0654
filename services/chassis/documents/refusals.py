"""What is said of a text that is refused: in French, with what to do."""

from urllib.parse import unquote

from services.chassis.base.errors import Invalid

NOT_WORD = (
    "Ce fichier n’est pas un document Word d’aujourd’hui\u202f: dans Word ou LibreOffice, enregistrez-le"
    " au format DOCX («\u00a0Document Word\u00a0»), sans mot de passe."
)
EMPTY = "Ce fichier est vide."
TOO_BIG = "Ce document dépasse 3\u00a0Mo\u202f: allégez ses images, puis recommencez."
UNPACKED_TOO_BIG = "Ce document est trop volumineux une fois ouvert\u202f: recopiez son texte dans un document neuf."
DAMAGED = (
    "Ce document est abîmé\u202f: ouvrez-le dans Word, enregistrez-en une copie, puis recommencez."
)
MACROS = (
    "Ce document contient des macros\u202f: enregistrez-en une copie au format DOCX, sans macros."
)
EMBEDDED = (
    "Ce document contient un objet incorporé (classeur, contrôle, autre document)\u202f: remplacez-le par"
    " son texte ou par une image."
)
LINKED = (
    "Ce document va chercher un contenu ailleurs (modèle distant, image, vidéo ou fichier lié)\u202f: rompez les"
    " liaisons (Fichier, Informations, Modifier les liens), puis enregistrez-en une copie."
)
UNKNOWN = (
    "Ce document contient un élément que Passerelle ne sait pas juger ({})\u202f: recopiez son texte dans un"
    " document neuf."
)
ENTITIES = "Ce document déclare des entités XML, ce que Word ne fait jamais\u202f: recopiez son texte dans un document neuf."
ACTIVE_PICTURE = (
    "Ce document contient une image qui n’en est pas seulement une (script, lien, contenu pris ailleurs)\u202f:"
    " remplacez-la par une image PNG ou JPEG."
)


class DocumentFileRefused(Invalid):
    """The document as a whole cannot be taken; nothing was recorded."""

    code = "document-file-refused"
    title = "Ce document n’a pas pu être pris"


def link_to_file(address: str) -> str:
    """A link to what is on somebody's machine, or without its scheme; folders are nobody's business."""
    name = unquote(address).replace("\\", "/").rstrip("/").rpartition("/")[2][:40]
    return (
        f"Dans ce document, un lien mène à un fichier ({name})\u202f: retirez le lien, ou donnez-lui"
        " l’adresse entière d’une page (https://…)."
    )


def refused(why: str) -> DocumentFileRefused:
    """What is raised of a file, with why."""
    return DocumentFileRefused(why, field="file")
