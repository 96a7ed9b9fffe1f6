package io.rank1.cli.job;

/** Where a job stands, as progress shows it. */
interface ShownStatus {

  /** One line for people; what matters most comes first, since a terminal may cut it. */
  String line();

  /** One JSON object on one line. */
  String json();
}
