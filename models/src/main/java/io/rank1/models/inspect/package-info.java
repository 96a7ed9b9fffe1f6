/** What files of models say of themselves, from their headers alone. */
package io.rank1.models.inspect;
