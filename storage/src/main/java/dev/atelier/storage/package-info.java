/** Azure Blob Storage, S3 and signed links as stores; encryption of any store. */
package dev.atelier.storage;
