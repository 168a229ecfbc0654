"""What the columns of feed readers are for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

FEEDS = Processing(
    title="Lecteurs de flux",
    purpose="Donner à des organisations ce qu’elles peuvent suivre du département, et le retirer",
    persons="Qui a donné le flux",
    recipients="La supervision départementale",
    retention="1 an après la date de fin",
    enforced=DAILY,
    rules=("feed_readers",),
)
REGISTER: Register = {
    "feed_readers": told(
        FEEDS,
        uai="La DSDEN, qui donne le flux",
        feed_reader_id="Identifiant du lecteur",
        organisation="Nom de l’organisation",
        inside="Si elle est de la DSDEN",
        parts="Ce qu’elle peut lire",
        uais="De quels lycées",
        secret_hash="Reconnaître son secret sans le garder",  # noqa: S106 # what a column is for
        created_at="Quand il a été donné",
        created_by=personal("Compte qui l’a donné"),
        expires_on="Dernier jour",
        revoked_at="Instant du retrait",
        last_read_at="Dernière lecture",
        times_read="Nombre de lectures",
    ),
}
