/** The model that comes with the project. */
package io.rank1.models.demo;
