// Package ext is the empty extension point that Traefik's build expects beside it.
package ext

// HTTP extends nothing.
type HTTP struct{}

// Router extends nothing.
type Router struct{}
