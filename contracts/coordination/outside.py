"""Which events of the animation of the network a lycée may have sent to programs outside, and why the others are not."""

from contracts.outside import Offered

OFFERED: Offered = {
    "Réseau": {
        "news_proposed": "Actualité proposée par le bureau",
        "news_answered": "Réponse à une actualité du bureau",
        "news_published": "Actualité publiée",
        "news_withdrawn": "Actualité retirée",
    },
}
