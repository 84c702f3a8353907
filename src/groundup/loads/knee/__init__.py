"""What the knee carries: external moments, patellofemoral load, axial twist and the iliotibial band."""
