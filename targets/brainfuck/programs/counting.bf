Twelve lines with the letters of the alphabet
cell 0 counts lines; cell 1 letters; cell 2 and 3 make and hold the letter
++++++++++++[
  >++++++++++++++++++++++++++
  >++++++++[>++++++++<-]>+
  <<[>>.+<<-]
  >>[-]++++++++++.[-]<<<-]
