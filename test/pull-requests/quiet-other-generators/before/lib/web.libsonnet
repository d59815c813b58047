{ replicas: 1 }
