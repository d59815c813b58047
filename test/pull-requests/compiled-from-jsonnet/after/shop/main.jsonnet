(import "shop.libsonnet") { replicas:: 3 }
