package binding

// gcpVersion is the provider version of the Google Cloud SDK that go.mod names: with another one a program would run two
// providers. A test compares them.
const gcpVersion = "7.38.0"

func gcp() Plugin { return Plugin{Package: "gcp", Version: gcpVersion} }
