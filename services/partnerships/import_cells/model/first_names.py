"""First names of those who are pupils by now: what tells a person from a remark in a cell."""

_NAMES = """
    aaron abdel adam adele adrien agathe ahmed aicha aissa alan alexandre alexia alexis ali
    alice alicia aline alix alyssa amandine amaury ambrine amelie amina amine amir ana anais
    andrea anis anna anne anthony antoine antonin apolline arnaud arthur assia astrid audrey
    auguste aurelie aurelien axel aya ayoub baptiste basile bastien benjamin benoit bilal
    bryan camille candice capucine carla caroline cassandra catherine celestin celia celine
    charles charline charlotte chloe clara clarisse clea clemence clementine cleo corentin
    cyprien damien dany david diane diego dorian dylan edgar edouard elea elena eleonore
    eliott elisa elise eliza elliot eloise elsa emeline emeric emilie emma emmanuel enora enzo
    erika erwan esteban estelle ethan etienne eugenie eva evan fabien fanny fatima fatou
    faustine felix fiona flavie flavien florent florian francois gabin gabriel gabrielle
    gaelle gaetan gaspard gauthier geoffrey georges ghislain gregoire guillaume gustave
    gwendoline hamza hanna hector heloise hicham hippolyte hugo ibrahim ilan ilona ilyes imane
    inaya ines isaac isabelle ismael issa jean jeanne jeremy jerome jimmy joachim johan jonas
    jonathan jordan joris joseph josephine joshua jules julia julian julie julien juliette
    justin justine karim kelly kenza kevin kylian laetitia laura laurine lea leana leandre
    leila lena leo leon leonie leopold lilou lily lina lisa lise livia loan loane logan lohan
    lola loris louane louca louis louise louka lucas lucie lucien ludivine luka lukas lyna
    maelle maelys maeva mahe malik malo manon marceau margaux margot maria marie marius marwa
    mateo mathias mathieu mathilde mathis mathys matteo matthias matthieu maxence maxime medhi
    mehdi melina melissa melvin mia mickael mila milo mohamed mohammed morgan morgane moussa
    myriam nadia naim nathan nathanael nawel nesrine nicolas nina nino noa noah noam noe
    noemie nolan nolwenn nora oceane octave olivia omar oscar paola pauline perrine philippine
    pierre quentin rachel rafael raphael rayan rayane remi remy romain romane romeo roxane
    ryan sabrina sacha safia salma samantha sami samuel samy sandra sara sarah selma simon
    sofia sofiane solene sophie soraya stella steven suzanne tessa thais theo theophile
    thibault thibaut thomas tiago timeo timothe timothee titouan tom tristan ugo valentin
    valentine vanessa victoria vincent wassim wendy william xavier yacine yanis yann yannis
    yasmine yassin yassine yoan yohan youssef ysee yvan zelie zineb zoe
"""
FIRST_NAMES = frozenset(_NAMES.split())
"""Without accents; none that is a common word too (« Rose », « Marine »)."""
