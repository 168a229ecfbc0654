"""What invented companies do, by trade: real NAF codes, and how such companies are called."""

from contracts.partnerships.companies import LegalForm

# A trade's activities: (NAF, name without what tells it apart).
TRADES: dict[str, tuple[tuple[str, str], ...]] = {
    "électricité": (("43.21A", "Électricité"), ("43.21A", "Courants & Réseaux"), ("43.29B", "Domotique")),
    "accueil": (("84.11Z", "Maison de services"), ("55.10Z", "Hôtel"), ("79.11Z", "Voyages")),
    "numérique": (("62.02A", "Réseaux et Services"), ("95.11Z", "Informatique"), ("61.10Z", "Télécoms")),
    "restauration": (("56.10A", "Restaurant"), ("56.10A", "Auberge"), ("56.21Z", "Traiteur")),
    "hôtellerie": (("55.10Z", "Hôtel"), ("56.10A", "Brasserie"), ("56.10A", "Table")),
    "boulangerie": (("10.71C", "Boulangerie"), ("10.71C", "Fournil"), ("10.71D", "Pâtisserie")),
    "logistique": (("52.10B", "Entrepôts"), ("49.41A", "Transports"), ("46.31Z", "Fruits")),
    "bureau": (("69.20Z", "Cabinet comptable"), ("68.31Z", "Immobilier"), ("66.22Z", "Assurances")),
    "industrie": (("25.62B", "Mécanique"), ("33.20A", "Maintenance"), ("25.11Z", "Structures")),
    "automobile": (("45.20A", "Carrosserie"), ("45.20A", "Garage"), ("45.20B", "Poids lourds")),
    "soin": (("87.10A", "Résidence"), ("88.10A", "Aide à domicile"), ("86.10Z", "Clinique")),
    "enfance": (("88.91A", "Crèche"), ("85.20Z", "École"), ("88.91A", "Multi-accueil")),
    "commerce": (("47.11D", "Supermarché"), ("47.71Z", "Mode"), ("47.52B", "Bricolage")),
    "bois": (("43.32A", "Menuiserie"), ("16.23Z", "Charpente"), ("31.09B", "Agencement")),
    "chauffage": (("43.22B", "Chauffage"), ("43.22A", "Plomberie"), ("35.30Z", "Énergies")),
    "maçonnerie": (("43.99C", "Maçonnerie"), ("43.91B", "Toitures"), ("43.34Z", "Façades")),
}  # fmt: skip
PUBLIC = {"84.11Z": LegalForm.PUBLIC, "85.20Z": LegalForm.PUBLIC, "88.91A": LegalForm.ASSOCIATION}
# Communes with their postcode, the most peopled ones several times.
COMMUNES = (
    *[("82121", "82000")] * 9, *[("82112", "82200")] * 4, *[("82033", "82100")] * 4,
    *[("82037", "82300")] * 3, *[("82186", "82400")] * 3, *[("82013", "82500")] * 3,
    *[("82125", "82700")] * 2, *[("82134", "82800")] * 2, ("82190", "82600"), ("82075", "82170"),
    ("82079", "82370"), ("82002", "82350"), ("82025", "82710"), ("82094", "82110"),
    ("82113", "82220"), ("82155", "82140"), ("82038", "82160"), ("82087", "82130"),
    ("82115", "82230"), ("82008", "82340"), ("82072", "82400"), ("82117", "82150"),
    ("82097", "82120"), ("82179", "82240"), ("82149", "82440"), ("82169", "82210"),
    ("82124", "82290"), ("82090", "82130"),
)  # fmt: skip
