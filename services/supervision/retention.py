"""The figures of the department name nobody and stay; what the chassis lets go of goes."""

from services.chassis.retention import Retention
from services.chassis.retention.of_chassis import keep_the_chassis

retention = Retention("supervision")
keep_the_chassis(retention)
