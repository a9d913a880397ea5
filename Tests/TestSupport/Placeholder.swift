// Placeholder until the first shared test support lands.
