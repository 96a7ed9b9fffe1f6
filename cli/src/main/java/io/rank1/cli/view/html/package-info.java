/** Results of earlier jobs as one page for a browser. */
package io.rank1.cli.view.html;
