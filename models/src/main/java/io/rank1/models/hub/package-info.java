/**
 * Fetching files from the Hugging Face hub, and finding those that are on disk: the only code of
 * the project that connects to anything. The cache's layout is that of the Python library
 * huggingface_hub, so that each finds what the other fetched.
 */
package io.rank1.models.hub;
