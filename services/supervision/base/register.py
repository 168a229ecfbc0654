"""What the read models of the department are for, said of each of their columns."""

from services.chassis.privacy.processing_register import Processing

DEPARTMENT = Processing(
    title="Tableaux du département",
    purpose="Animer le réseau des bureaux des entreprises",
    persons="Aucune\u202f: des nombres, des lycées, des personnes morales diffusibles",
    recipients="La supervision départementale",
    retention="Sans limite",
)
VERSION = "Ne pas revenir à un fait plus ancien"
