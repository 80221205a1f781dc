// Package naming fits names into the limits of the cloud services.
//
// The providers' auto-naming appends a random suffix and fails when the result is
// too long for the service; it never shortens. A logical name is therefore cut to a
// base that leaves room for the suffix, and a hash of the whole name takes the place
// of what was cut, so that two long names with the same beginning stay apart.
//
// All functions are pure: the same name gives the same result in every run, on every
// machine and in every later version of this package. The result is part of a
// resource's identity, so a change here would replace resources.
package naming
